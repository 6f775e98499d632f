package settings_test

import (
	"testing"

	"huiying/internal/flowtest"
)

func TestMain(m *testing.M) { flowtest.Main(m) }
