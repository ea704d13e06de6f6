"""Published pages for headless readers: their fields, their blocks as data and as HTML, their head and their JSON-LD.

Read only, open to everybody, and never a draft: what is here is on the site as well.
"""
