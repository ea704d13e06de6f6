"""JSON for the signed-in patient's own programs, and for booking. A view is: serializer in, service,
serializer out.
"""
