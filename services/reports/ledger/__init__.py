"""The delivery ledger as a document: what was owed, when it left, what was pressed."""
