"""What editors work with in the admin: choosers, panels, listings, reports, dashboards."""
