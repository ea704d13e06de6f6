"""The JSON-LD of the public pages as plain Python: node types, graph, serialiser and checker. No Django.

| module                | what it holds                                                              |
| --------------------- | -------------------------------------------------------------------------- |
| `ids`                 | the `@id` of every entity and page                                         |
| `nodes`, `terms`      | one dataclass per node type, one enumeration per code set                  |
| `graph`               | nodes joined by `@id`; what lacks its required facts is left out            |
| `serialise`           | JSON that cannot break out of a script element                             |
| `vocabulary`          | the published vocabulary, and the check of types, properties, values, ids  |
| `google`, `house`     | what Google and this house ask of each type beyond the vocabulary          |
| `check`               | all three checks over one document                                         |

Facts: schema.org release 30.0 (19 March 2026) and Google Search Central as of November 2026.
"""
