"""What class teachers see to: reasons of absence, figures of the month, the class at a glance."""
