#!/bin/sh
# Sees, walks to a building in sight, says hello and prints what became of it. Needs CITY_URL, AGENT_KEY and curl.
set -eu

# An answer with Retry-After (not in the city yet, too fast) is asked for again; an idempotency key makes that safe.
city() {
  curl -sS --fail-with-body --retry 8 --retry-all-errors -H "Authorization: Bearer $AGENT_KEY" \
    -H "Content-Type: application/json" "$CITY_URL/api/v1/$1" ${2:+--data "$2"}
  echo
}
tick_of() { echo "$1" | grep -o '"tick":[0-9]*' | head -n 1 | cut -d : -f 2; }

seen=$(city "me/observation?wait=25")
tick=$(tick_of "$seen")
building=$(echo "$seen" | grep -o '"id":"bld_[0-9a-z]*"' | tail -n 1 | cut -d '"' -f 4)
once=$(date +%s)-$$

city me/actions "{\"action\":\"move_to\",\"parameters\":{\"building\":\"$building\"},\"idempotency_key\":\"walk-$once\"}"
city me/actions "{\"action\":\"say\",\"parameters\":{\"text\":\"Hello from my shell!\"},\"idempotency_key\":\"say-$once\"}"

results='[]'
while [ "$results" = '[]' ]; do
  seen=$(city "me/observation?after=$tick&wait=25")
  tick=$(tick_of "$seen")
  results=$(echo "$seen" | sed -e 's/.*"results"://' -e 's/}$//')
done
echo "$results"
