"""What may be wrong with a checkout: the machine, the repository, the project, the files of the code host.

Every examination only looks: it changes nothing, fetches nothing, and runs no program that the repository names.
"""
