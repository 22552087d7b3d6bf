"""What a ticket system knows, counted as the targets of its time count: rows of `outcomes.csv`."""
