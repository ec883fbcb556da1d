"""What the office is given by itself: the class teacher's week, the heads' week and month."""
