"""What the patient's file holds: encounters, results, prescriptions, documents and invoices."""
