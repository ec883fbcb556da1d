"""Who is asking, what they may do, and whose data may reach whom; no use cases."""
