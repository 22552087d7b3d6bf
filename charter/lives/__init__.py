"""The lives of promises: what each was called and said in every text, and what became of it."""
