"""Asks the default credential chain of boto3, and its region and profiles, and tells what it found as JSON."""
import json
import os

import boto3

session = boto3.Session()
credentials = session.get_credentials()
found = {
    "accessKeyId": credentials.access_key,
    "sessionToken": credentials.token,
    "region": session.region_name,
    "method": credentials.method,
    "profiles": session.available_profiles,
}
with open(os.environ["FOUND_FILE"], "w") as file:
    json.dump(found, file)
