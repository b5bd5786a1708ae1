"""The calendar: which job stands when with whom, and in which oven."""
