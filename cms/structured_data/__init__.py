"""Pages as search engines read them: what a page shows, said once more as one JSON-LD graph.

Everything here takes the page and what its presenter gave the template, so the graph cannot say anything the reader
does not see, and costs no query that the page has not made. `schema_org` holds the vocabulary; this package maps.
"""

from cms.structured_data.graphs import page_graph
from cms.structured_data.scene import Scene

__all__ = ["Scene", "page_graph"]
