"""Reading the structured data of a page back from its HTML."""

import extruct
from django.test import Client

ROOT = "http://testserver"


def read(page):
    """The HTML of a page and the one JSON-LD document in it."""
    response = Client().get(page.url)
    assert response.status_code == 200
    documents = extruct.extract(response.text, syntaxes=["json-ld"])["json-ld"]
    assert len(documents) == 1
    assert response.text.count('type="application/ld+json"') == 1
    return response.text, documents[0]


def nodes_of(page):
    return {node["@id"]: node for node in read(page)[1]["@graph"]}


def page_node(page):
    return nodes_of(page)[f"{ROOT}{page.url}#webpage"]


def main_entity(page):
    nodes = nodes_of(page)
    return nodes[nodes[f"{ROOT}{page.url}#webpage"]["mainEntity"]["@id"]]
