// Command pseudoconfig makes a configuration for a region whose places are given by a
// gazetteer (code,name,level,parent); see package pseudo.
//
//	go run ./scripts/pseudoconfig GAZETTEER.csv OUT_DIR
package main

import (
	"fmt"
	"os"

	"huiying/scripts/pseudo"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: pseudoconfig GAZETTEER.csv OUT_DIR")
		os.Exit(2)
	}
	if err := pseudo.Write(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "pseudoconfig:", err)
		os.Exit(1)
	}
}
