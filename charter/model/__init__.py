"""What a charter is: frozen values without IO. Spans take no part in equality or fingerprints."""
