"""What people say, on its way into `feedback.csv`: checked, read from a form, written as rows."""
