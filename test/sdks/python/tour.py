"""What a user of the Python SDK does with a cluster. Prints what each step gave, as one object of JSON.

Arguments: the cluster's URI, the URI of a blob with one record, and a folder for files.
"""

import io
import json
import os
import sys
import time

from azure.kusto.data import ClientRequestProperties, KustoClient, KustoConnectionStringBuilder
from azure.kusto.data.data_format import DataFormat, IngestionMappingKind
from azure.kusto.data.exceptions import KustoServiceError
from azure.kusto.ingest import (
    BlobDescriptor,
    ColumnMapping,
    IngestionProperties,
    KustoStreamingIngestClient,
    ManagedStreamingIngestClient,
    QueuedIngestClient,
    ReportLevel,
    ReportMethod,
)
from azure.kusto.ingest.status import KustoIngestStatusQueues

cluster, blob, folder = sys.argv[1:]
database, table = "Sdks", "Python"
columns = [{"column": "Number", "path": "$.n"}, {"column": "Text", "path": "$.t"}]


def connection():
    return KustoConnectionStringBuilder(cluster)


client = KustoClient(connection())
steps = {}


def count():
    return client.execute(database, f"{table} | count").primary_results[0][0]["Count"]


def reaches(rows):
    deadline = time.time() + 30
    while count() < rows and time.time() < deadline:
        time.sleep(0.05)
    return count()


def pop(queue, source_id):
    """The report on one source, out of those that are in a queue."""
    deadline = time.time() + 30
    while time.time() < deadline:
        for report in queue.pop(10):
            if str(report.IngestionSourceId) == str(source_id):
                return report
        time.sleep(0.05)


def properties(data_format=DataFormat.CSV, table_name=table, **more):
    return IngestionProperties(
        database,
        table_name,
        data_format=data_format,
        report_level=ReportLevel.FailuresAndSuccesses,
        report_method=ReportMethod.Queue,
        **more,
    )


def stream(text):
    return io.BytesIO(text.encode())


client.execute_mgmt(database, f".create-merge table {table} (Number: long, Text: string)")
seal = json.dumps({"MaximumNumberOfItems": 1})
client.execute_mgmt(database, f".alter table {table} policy ingestionbatching @'{seal}'")
client.execute_mgmt(
    database, f".create table {table} ingestion json mapping 'ByPath' '{json.dumps(columns)}'"
)
steps["before"] = count()

ingest = QueuedIngestClient(connection())
path = os.path.join(folder, "python.csv")
with open(path, "w", encoding="utf8") as file:
    file.write("Number,Text\n1,file\n2,file\n")
queued = ingest.ingest_from_file(path, properties(ignore_first_record=True))
steps["file"] = reaches(2)
ingest.ingest_from_stream(stream("3,stream\n"), properties())
steps["stream"] = reaches(3)
ingest.ingest_from_blob(BlobDescriptor(blob), properties())
steps["blob"] = reaches(4)
inline = [ColumnMapping(one["column"], "", path=one["path"]) for one in columns]
ingest.ingest_from_stream(
    stream('{"n": 5, "t": "inline"}\n'),
    properties(DataFormat.JSON, column_mappings=inline, ingestion_mapping_kind=IngestionMappingKind.JSON),
)
steps["inline mapping"] = reaches(5)
ingest.ingest_from_stream(
    stream('{"n": 6, "t": "reference"}\n'),
    properties(
        DataFormat.JSON,
        ingestion_mapping_reference="ByPath",
        ingestion_mapping_kind=IngestionMappingKind.JSON,
    ),
)
steps["mapping by reference"] = reaches(6)

queues = KustoIngestStatusQueues(ingest)
steps["success"] = pop(queues.success, queued.source_id).Table
refused = ingest.ingest_from_stream(stream("1,a\n"), properties(table_name="Missing", flush_immediately=True))
steps["failure"] = pop(queues.failure, refused.source_id).ErrorCode

client.execute_mgmt(database, f".alter table {table} policy streamingingestion enable")
KustoStreamingIngestClient(connection()).ingest_from_stream(stream("7,streaming\n"), properties())
steps["streaming"] = count()
ManagedStreamingIngestClient(connection(), connection()).ingest_from_stream(
    stream("8,managed\n"), properties()
)
steps["managed streaming"] = reaches(8)

request = ClientRequestProperties()
request.set_parameter("least", 7)
asked = client.execute(database, f"declare query_parameters(least: long); {table} | where Number >= least", request)
steps["query parameter"] = [[row["Number"], row["Text"]] for row in asked.primary_results[0]]
try:
    client.execute(database, "Missing | count")
except KustoServiceError as error:
    steps["error"] = error.http_response.status_code

print(json.dumps(steps))
