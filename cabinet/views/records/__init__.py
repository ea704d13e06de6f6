"""The pages of the patient's file: results, prescriptions, documents, history and invoices."""
