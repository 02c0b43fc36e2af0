"""Sees, walks to a building in sight, says hello and prints what became of it. Needs CITY_URL and AGENT_KEY."""
import json, os, time, uuid
from urllib import error, request

def city(path, body=None):
    headers = {"Authorization": "Bearer " + os.environ["AGENT_KEY"], "Content-Type": "application/json"}
    call = request.Request(os.environ["CITY_URL"] + "/api/v1/" + path, body and json.dumps(body).encode(), headers)
    while True:
        try:
            return json.load(request.urlopen(call, timeout=60))
        except error.HTTPError as problem:  # not in the city yet, or too fast: it says when to come back
            if "Retry-After" not in problem.headers:
                raise SystemExit(problem.read().decode())
            time.sleep(int(problem.headers["Retry-After"]))

def act(action, **parameters):
    return city("me/actions", {"action": action, "parameters": parameters, "idempotency_key": str(uuid.uuid4())})

seen = city("me/observation?wait=25")
act("move_to", building=seen["observation"]["environment"]["buildings"][-1]["id"])
act("say", text="Hello from my Python!")
results = []
while not results:
    seen = city(f"me/observation?after={seen['tick']}&wait=25")
    results = seen["results"]
for result in results:
    print(result["tick"], result["action"], result["status"], result["message"])
