package clock

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

const asks = `package main

import (
	"fmt"
	"os"
	"time"
)

func main() {
	before := time.Now()
	os.Stdout.WriteString("ready\n")
	var one [1]byte
	os.Stdin.Read(one[:])
	fmt.Println(time.Now().Round(0).Sub(before.Round(0)) > time.Hour, time.Since(before) < time.Hour)
}
`

// A program that runs sees its clock move, and goes on measuring as before.
func TestMoved(t *testing.T) {
	dir := t.TempDir()
	overlay, err := Overlay(dir)
	if err != nil {
		t.Fatal(err)
	}
	main, bin, file := filepath.Join(dir, "main.go"), filepath.Join(dir, "asks"), filepath.Join(dir, "clock")
	if err := os.WriteFile(main, []byte(asks), 0o644); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("go", "build", "-overlay", overlay, "-o", bin, main).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if err := Set(file, 0); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(bin)
	cmd.Env = append(os.Environ(), Env+"="+file)
	in, _ := cmd.StdinPipe()
	out, _ := cmd.StdoutPipe()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var ready string
	if _, err := fmt.Fscanln(out, &ready); err != nil {
		t.Fatal(err)
	}
	if err := Set(file, time.Hour+time.Second); err != nil {
		t.Fatal(err)
	}
	_ = in.Close()
	var jumped, measures bool
	if _, err := fmt.Fscanln(out, &jumped, &measures); err != nil || !jumped || !measures {
		t.Errorf("its clock moved %v, it measures as before %v (%v)", jumped, measures, err)
	}
	if err := cmd.Wait(); err != nil {
		t.Error(err)
	}
}
