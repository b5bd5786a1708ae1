"""What was agreed, owed and paid: invoices of jobs, and every payment as a row that stays."""
