// What a user of the Go SDK does with a cluster. Prints what each step gave, as one object of JSON.
// Arguments: the cluster's URI, the URI of a blob with one record, and a folder for files.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/Azure/azure-kusto-go/azkustodata"
	kustoerrors "github.com/Azure/azure-kusto-go/azkustodata/errors"
	"github.com/Azure/azure-kusto-go/azkustodata/kql"
	"github.com/Azure/azure-kusto-go/azkustodata/query"
	"github.com/Azure/azure-kusto-go/azkustodata/value"
	"github.com/Azure/azure-kusto-go/azkustoingest"
)

const database, table = "Sdks", "Go"

var (
	ctx    context.Context
	client *azkustodata.Client
)

func main() {
	limited, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	ctx = limited
	cluster, blob, folder := os.Args[1], os.Args[2], os.Args[3]
	steps := map[string]any{}
	connection := func() *azkustodata.ConnectionStringBuilder {
		return azkustodata.NewConnectionStringBuilder(cluster)
	}
	// Without the last one the SDK asks for ingest-127.0.0.1, which is no name.
	options := []azkustoingest.Option{
		azkustoingest.WithDefaultDatabase(database),
		azkustoingest.WithDefaultTable(table),
		azkustoingest.WithoutEndpointCorrection(),
	}
	client = must(azkustodata.New(connection()))
	run(".create-merge table Go (Number: long, Text: string)")
	run(`.alter table Go policy ingestionbatching @'{"MaximumNumberOfItems": 1}'`)
	run(`.create table Go ingestion json mapping 'ByPath' '[{"column": "Number", "path": "$.n"}, {"column": "Text", "path": "$.t"}]'`)
	steps["before"] = count()

	csv, report := azkustoingest.FileFormat(azkustoingest.CSV), azkustoingest.ReportResultToTable()
	ingest := must(azkustoingest.New(connection(), options...))
	path := filepath.Join(folder, "go.csv")
	check(os.WriteFile(path, []byte("Number,Text\n1,file\n2,file\n"), 0o600))
	queued := must(ingest.FromFile(ctx, path, csv, azkustoingest.IgnoreFirstRecord(), report))
	steps["file"] = reaches(2)
	must(ingest.FromReader(ctx, strings.NewReader("3,stream\n"), csv))
	steps["stream"] = reaches(3)
	must(ingest.FromFile(ctx, blob, csv))
	steps["blob"] = reaches(4)
	mapping := []map[string]any{
		{"column": "Number", "Properties": map[string]string{"Path": "$.n"}},
		{"column": "Text", "Properties": map[string]string{"Path": "$.t"}},
	}
	must(ingest.FromReader(ctx, strings.NewReader(`{"n": 5, "t": "inline"}`), azkustoingest.IngestionMapping(mapping, azkustoingest.JSON)))
	steps["inline mapping"] = reaches(5)
	must(ingest.FromReader(ctx, strings.NewReader(`{"n": 6, "t": "reference"}`), azkustoingest.IngestionMappingRef("ByPath", azkustoingest.JSON)))
	steps["mapping by reference"] = reaches(6)

	soon := []azkustoingest.WaitOption{azkustoingest.WithImmediateFirst(), azkustoingest.WithInterval(100 * time.Millisecond)}
	steps["success"] = end(<-queued.Wait(ctx, soon...))
	refused := must(ingest.FromReader(ctx, strings.NewReader("1,a\n"), csv, azkustoingest.Table("Missing"), azkustoingest.FlushImmediately(), report))
	steps["failure"] = end(<-refused.Wait(ctx, soon...))

	run(".alter table Go policy streamingingestion enable")
	streaming := must(azkustoingest.NewStreaming(connection(), options...))
	must(streaming.FromReader(ctx, strings.NewReader("7,streaming\n"), csv))
	steps["streaming"] = count()
	managed := must(azkustoingest.NewManaged(connection(), options...))
	must(managed.FromReader(ctx, strings.NewReader("8,managed\n"), csv))
	steps["managed streaming"] = reaches(8)

	asked := kql.New("Go | where Number >= least | project Text")
	least := azkustodata.QueryParameters(kql.NewParameters().AddLong("least", 8))
	steps["query parameter"] = first(must(client.Query(ctx, database, asked, least))).String()
	_, err := client.Query(ctx, database, kql.New("Missing | count"))
	var service *kustoerrors.HttpError
	if errors.As(err, &service) {
		steps["error"] = service.StatusCode
	}
	fmt.Println(string(must(json.Marshal(steps))))
}

func run(command string) {
	must(client.Mgmt(ctx, database, kql.New("").AddUnsafe(command)))
}

func count() int64 {
	return *first(must(client.Query(ctx, database, kql.New("Go | count")))).GetValue().(*int64)
}

func reaches(rows int64) int64 {
	for deadline := time.Now().Add(30 * time.Second); count() < rows && time.Now().Before(deadline); {
		time.Sleep(50 * time.Millisecond)
	}
	return count()
}

// end is what the status table says of a source: the SDK gives nil for a success.
func end(status error) string {
	if status == nil {
		return "Succeeded"
	}
	return string(must(azkustoingest.GetIngestionStatus(status)))
}

func first(dataset query.Dataset) value.Kusto {
	return must(dataset.Tables()[0].Rows()[0].Value(0))
}

func must[T any](result T, err error) T {
	check(err)
	return result
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
