"""What teachers record: marks, attendance and topics, with their history and their undoing."""
