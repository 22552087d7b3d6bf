"""Repairs that are safe: each is one function from a text to edits, and none of them changes what the text says.

`mend` runs them over the bytes of one file and takes back any that would change a meaning, a place or a finding;
`writing` goes over the files of a project. Released versions and sign-offs are never touched.
"""
