"""What a team would be ashamed of, found before a customer finds it.

`subject` is one charter as a rule sees it, `table` lists every rule, `run` walks charters and rules and applies what
the project decided about them. A rule is one function: a subject in, diagnostics out.
"""
