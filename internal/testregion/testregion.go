// Package testregion is an invented region for tests: two cities, four counties, four townships,
// twelve units, one source, and letters. Tests stand on it and not on the shipped
// sample, so that the sample can change. Its codes begin with 98, which no real division has.
package testregion

import (
	"embed"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"huiying/analyzers/territory"
	"huiying/configs"
)

// The divisions of the region, by what tests want of them.
const (
	Region      = "98"        // 霁川省
	City        = "9801"      // 澄川市: an office and a department
	County      = "980101"    // 柳浦区 of City: an office and a department
	NextCounty  = "980122"    // 雁浦县 of City: an office
	OtherCity   = "9802"      // 岚桥市: an office
	OtherCounty = "980221"    // 云汀县 of OtherCity: no unit
	EmptyCounty = "980201"    // 石汀区 of OtherCity: no unit
	Street      = "980101001" // 听雨街道 of County: an office
)

//go:embed region
var files embed.FS

// Files are huiying.yaml, units.yaml, sources.yaml and places.csv of the region.
func Files() fs.FS {
	sub, err := fs.Sub(files, "region")
	if err != nil {
		panic(err) // the folder is embedded
	}
	return sub
}

// Places is places.csv: code,name,level,parent.
func Places() string {
	b, err := fs.ReadFile(Files(), "places.csv")
	if err != nil {
		panic(err) // the file is embedded
	}
	return string(b)
}

// Config is the region's configuration. Nobody else has it, so a test may change it.
func Config(t testing.TB) *configs.Config {
	t.Helper()
	c, err := configs.LoadFS(Files())
	if err != nil {
		t.Fatalf("the test region has faults:\n%v", err)
	}
	return c
}

// Table is the region's divisions as the judge of places reads them.
func Table(t testing.TB) *territory.Table {
	t.Helper()
	tables, err := Config(t).OwnTables()
	if err != nil {
		t.Fatal(err)
	}
	table, err := territory.Load(tables...)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// Write puts the region's files into a directory, which it makes, for commands that are given
// one. A test may then append to them: huiying.yaml ends inside casework, sources.yaml inside
// its list.
func Write(dir string) error {
	return fs.WalkDir(Files(), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := fs.ReadFile(Files(), name)
		if err != nil {
			return err
		}
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(dir, name), b, 0o644)
	})
}
