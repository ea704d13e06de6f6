"""Pictures of the demonstration clinic, drawn and not taken: nobody is shown and nobody's rights are touched."""
