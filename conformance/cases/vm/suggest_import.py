import json
json.loads
math.sqrt(2)
