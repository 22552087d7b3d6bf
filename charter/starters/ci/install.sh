if [ -z "$CHARTER_SOURCE" ]; then
  echo "Nobody has said yet where charter comes from: set CHARTER_SOURCE in this file." >&2
  exit 3
fi
python -m pip install --quiet --disable-pip-version-check "$CHARTER_SOURCE"
charter --version
