"""What templates see, in frozen values: words, dates, numbers and addresses. The view of a page stands beside it."""
