package main

import (
	"os"
	"path/filepath"
	"testing"

	"huiying/scripts/pseudo"
)

// places45 are the divisions that the tests' answers name. A table of its own makes a start
// cheaper than that of the whole country does.
const places45 = `code,name,level,parent
45,广西壮族自治区,province,
4501,南宁市,city,45
450103,青秀区,county,4501
450105,江南区,county,4501
450107,西乡塘区,county,4501
4502,柳州市,city,45
450202,城中区,county,4502
450204,柳南区,county,4502
`

// placesConfig writes a configuration over those places.
func placesConfig(t testing.TB) string {
	t.Helper()
	dir := t.TempDir()
	config := filepath.Join(dir, "config")
	if err := pseudo.Write(write(t, filepath.Join(dir, "places.csv"), places45), config); err != nil {
		t.Fatal(err)
	}
	return config
}

func write(t testing.TB, name, text string) string {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return name
}
