"""What a team would be ashamed of, found before a customer finds it.

`subject` is one charter as a rule sees it, `table` lists every rule, `run` walks charters and rules. A rule is one
function: a subject in, diagnostics out. Then `waivers` takes out what `comments` in the texts allow, and `severities`
applies what the settings say.
"""
