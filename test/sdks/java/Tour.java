import com.microsoft.azure.kusto.data.Client;
import com.microsoft.azure.kusto.data.ClientFactory;
import com.microsoft.azure.kusto.data.ClientRequestProperties;
import com.microsoft.azure.kusto.data.KustoResultSetTable;
import com.microsoft.azure.kusto.data.auth.ConnectionStringBuilder;
import com.microsoft.azure.kusto.data.exceptions.DataServiceException;
import com.microsoft.azure.kusto.ingest.ColumnMapping;
import com.microsoft.azure.kusto.ingest.IngestClient;
import com.microsoft.azure.kusto.ingest.IngestClientFactory;
import com.microsoft.azure.kusto.ingest.IngestionMapping.IngestionMappingKind;
import com.microsoft.azure.kusto.ingest.IngestionProperties;
import com.microsoft.azure.kusto.ingest.IngestionProperties.DataFormat;
import com.microsoft.azure.kusto.ingest.IngestionProperties.IngestionReportLevel;
import com.microsoft.azure.kusto.ingest.IngestionProperties.IngestionReportMethod;
import com.microsoft.azure.kusto.ingest.result.IngestionResult;
import com.microsoft.azure.kusto.ingest.result.OperationStatus;
import com.microsoft.azure.kusto.ingest.source.BlobSourceInfo;
import com.microsoft.azure.kusto.ingest.source.FileSourceInfo;
import com.microsoft.azure.kusto.ingest.source.StreamSourceInfo;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a user of the Java SDK does with a cluster. The last line has what each step gave, as an object of JSON.
 * Arguments: the cluster's URI, the URI of a blob with one record, and a folder for files.
 */
public class Tour {
    static final String DATABASE = "Sdks";
    static final String TABLE = "Java";
    static final Map<String, Object> steps = new LinkedHashMap<>();
    static Client client;

    public static void main(String[] arguments) throws Exception {
        String cluster = arguments[0];
        client = ClientFactory.createClient(new ConnectionStringBuilder(cluster));
        run(".create-merge table Java (Number: long, Text: string)");
        run(".alter table Java policy ingestionbatching @'{\"MaximumNumberOfItems\": 1}'");
        run(".create table Java ingestion json mapping 'ByPath' "
            + "'[{\"column\": \"Number\", \"path\": \"$.n\"}, {\"column\": \"Text\", \"path\": \"$.t\"}]'");
        steps.put("before", count());

        IngestClient ingest = IngestClientFactory.createClient(new ConnectionStringBuilder(cluster));
        Path file = Path.of(arguments[2], "java.csv");
        Files.writeString(file, "Number,Text\n1,file\n2,file\n");
        IngestionProperties withHeader = properties(TABLE, DataFormat.CSV);
        withHeader.setIgnoreFirstRecord(true);
        IngestionResult queued = ingest.ingestFromFile(new FileSourceInfo(file.toString()), withHeader);
        steps.put("file", reaches(2));
        ingest.ingestFromStream(stream("3,stream\n"), properties(TABLE, DataFormat.CSV));
        steps.put("stream", reaches(3));
        ingest.ingestFromBlob(new BlobSourceInfo(arguments[1]), properties(TABLE, DataFormat.CSV));
        steps.put("blob", reaches(4));
        IngestionProperties inline = properties(TABLE, DataFormat.JSON);
        inline.setIngestionMapping(
            new ColumnMapping[] {column("Number", "long", "$.n"), column("Text", "string", "$.t")},
            IngestionMappingKind.JSON);
        ingest.ingestFromStream(stream("{\"n\": 5, \"t\": \"inline\"}\n"), inline);
        steps.put("inline mapping", reaches(5));
        IngestionProperties byReference = properties(TABLE, DataFormat.JSON);
        byReference.setIngestionMapping("ByPath", IngestionMappingKind.JSON);
        ingest.ingestFromStream(stream("{\"n\": 6, \"t\": \"reference\"}\n"), byReference);
        steps.put("mapping by reference", reaches(6));

        steps.put("success", endOf(queued));
        IngestionProperties refused = properties("Missing", DataFormat.CSV);
        refused.setFlushImmediately(true);
        steps.put("failure", endOf(ingest.ingestFromStream(stream("1,a\n"), refused)));

        run(".alter table Java policy streamingingestion enable");
        IngestClientFactory.createStreamingIngestClient(new ConnectionStringBuilder(cluster))
            .ingestFromStream(stream("7,streaming\n"), properties(TABLE, DataFormat.CSV));
        steps.put("streaming", count());
        IngestClientFactory
            .createManagedStreamingIngestClient(new ConnectionStringBuilder(cluster), new ConnectionStringBuilder(cluster))
            .ingestFromStream(stream("8,managed\n"), properties(TABLE, DataFormat.CSV));
        steps.put("managed streaming", reaches(8));

        ClientRequestProperties request = new ClientRequestProperties();
        request.setParameter("least", 8);
        KustoResultSetTable asked = client.executeQuery(
            DATABASE, "declare query_parameters(least: long); Java | where Number >= least", request).getPrimaryResults();
        asked.next();
        steps.put("query parameter", asked.getString("Text"));
        try {
            client.executeQuery(DATABASE, "Missing | count");
        } catch (DataServiceException error) {
            steps.put("error", error.getStatusCode());
        }
        System.out.println(steps.entrySet().stream()
            .map(step -> "\"" + step.getKey() + "\": "
                + (step.getValue() instanceof String ? "\"" + step.getValue() + "\"" : step.getValue()))
            .collect(Collectors.joining(", ", "{", "}")));
        // The SDK's timers would keep the process alive.
        System.exit(0);
    }

    static void run(String command) throws Exception {
        client.executeMgmt(DATABASE, command);
    }

    static long count() throws Exception {
        KustoResultSetTable table = client.executeQuery(DATABASE, TABLE + " | count").getPrimaryResults();
        table.next();
        return table.getLong("Count");
    }

    static long reaches(long rows) throws Exception {
        long deadline = System.currentTimeMillis() + 30_000;
        while (count() < rows && System.currentTimeMillis() < deadline) Thread.sleep(50);
        return count();
    }

    /** What the status table says of a source when it no longer says that it is pending. */
    static String endOf(IngestionResult result) throws Exception {
        long deadline = System.currentTimeMillis() + 30_000;
        OperationStatus status = OperationStatus.Pending;
        while (status == OperationStatus.Pending && System.currentTimeMillis() < deadline) {
            Thread.sleep(50);
            status = result.getIngestionStatusCollection().get(0).status;
        }
        return status.toString();
    }

    static IngestionProperties properties(String table, DataFormat format) {
        IngestionProperties properties = new IngestionProperties(DATABASE, table);
        properties.setDataFormat(format);
        properties.setReportLevel(IngestionReportLevel.FAILURES_AND_SUCCESSES);
        properties.setReportMethod(IngestionReportMethod.TABLE);
        return properties;
    }

    static ColumnMapping column(String name, String type, String path) {
        ColumnMapping column = new ColumnMapping(name, type);
        column.setPath(path);
        return column;
    }

    static StreamSourceInfo stream(String text) {
        return new StreamSourceInfo(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }
}
