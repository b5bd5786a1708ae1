"""What work would cost, offered in writing; what the customer says to it; and the job it becomes."""
