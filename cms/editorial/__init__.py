"""What a text of a clinic may not say or leave out, and who has to agree before it is published."""
