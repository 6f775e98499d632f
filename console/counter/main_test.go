package counter_test

import (
	"os"
	"testing"

	"huiying/console/consoletest"
)

func TestMain(m *testing.M) { os.Exit(consoletest.Main(m)) }
