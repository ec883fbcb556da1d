"""Documents of the office: the delivery ledger, weekly sheets, reports; their labels and pages."""
