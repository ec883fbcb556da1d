"""What is true now, compared with what people were told: one module for each kind of fact."""
