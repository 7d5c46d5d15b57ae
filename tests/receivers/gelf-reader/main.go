// Reads GELF as Graylog's own package for Go does, and prints each message as JSON, one a line.
//
// usage: gelf-reader udp|tcp|tls|http|https ADDRESS [CERTIFICATE KEY]
//
// It says "listening" on standard error when messages can come. What cannot be read is printed as {"error": "..."}.
package main

import (
	"bytes"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"runtime"
	"sync"
	"syscall"
	_ "unsafe" // for go:linkname

	"github.com/Graylog2/go-gelf/gelf"
)

// The package keeps its reader of TCP to itself: only its own tests use it.
//
//go:linkname newTCPReader github.com/Graylog2/go-gelf/gelf.newTCPReader
func newTCPReader(address string) (*gelf.TCPReader, chan string, chan string, error)

//go:linkname readTCPMessage github.com/Graylog2/go-gelf/gelf.(*TCPReader).readMessage
func readTCPMessage(reader *gelf.TCPReader) (*gelf.Message, error)

// What Graylog takes with one POST is far less.
const maxBody = 4 << 20

var printing sync.Mutex

func main() {
	if len(os.Args) < 3 {
		fail(fmt.Errorf("usage: gelf-reader udp|tcp|tls|http|https ADDRESS [CERTIFICATE KEY]"))
	}
	// The package's reader of TCP never waits: it asks again and again, and would keep every processor from the tests.
	runtime.GOMAXPROCS(1)
	_ = syscall.Setpriority(syscall.PRIO_PROCESS, 0, 10)

	scheme, address := os.Args[1], os.Args[2]
	switch scheme {
	case "udp":
		readUDP(address)
	case "tcp":
		readTCP(address)
	case "tls":
		go forwardTLS(address, "127.0.0.1:"+freePort())
		select {}
	case "http", "https":
		serveHTTP(scheme, address)
	default:
		fail(fmt.Errorf("no such scheme: %s", scheme))
	}
}

func readUDP(address string) {
	reader, err := gelf.NewReader(address)
	check(err)
	listening()
	for {
		tell(reader.ReadMessage())
	}
}

func readTCP(address string) {
	reader := startTCP(address)
	listening()
	printTCP(reader)
}

func startTCP(address string) *gelf.TCPReader {
	reader, _, _, err := newTCPReader(address)
	check(err)
	return reader
}

func printTCP(reader *gelf.TCPReader) {
	for {
		tell(readTCPMessage(reader))
	}
}

// forwardTLS takes TLS off and hands the rest to the package's reader of TCP.
func forwardTLS(address, behind string) {
	listener, err := tls.Listen("tcp", address, certificate())
	check(err)
	go printTCP(startTCP(behind))
	listening()
	for {
		connection, err := listener.Accept()
		check(err)
		go func() {
			defer connection.Close()
			onward, err := net.Dial("tcp", behind)
			check(err)
			defer onward.Close()
			_, _ = io.Copy(onward, connection)
		}()
	}
}

// serveHTTP answers as Graylog's input does: 202 to what it takes, at one path alone.
func serveHTTP(scheme, address string) {
	listener, err := net.Listen("tcp", address)
	check(err)
	if scheme == "https" {
		listener = tls.NewListener(listener, certificate())
	}
	listening()
	check(http.Serve(listener, http.HandlerFunc(func(answer http.ResponseWriter, request *http.Request) {
		if request.Method != http.MethodPost || request.URL.Path != "/gelf" {
			tell(nil, fmt.Errorf("%s %s", request.Method, request.URL.Path))
			answer.WriteHeader(http.StatusNotFound)
			return
		}
		message := new(gelf.Message)
		if err := json.NewDecoder(io.LimitReader(request.Body, maxBody)).Decode(message); err != nil {
			tell(nil, err)
			answer.WriteHeader(http.StatusBadRequest)
			return
		}
		tell(message, nil)
		answer.WriteHeader(http.StatusAccepted)
	})))
}

func certificate() *tls.Config {
	if len(os.Args) < 5 {
		fail(fmt.Errorf("%s needs a certificate and a key", os.Args[1]))
	}
	pair, err := tls.LoadX509KeyPair(os.Args[3], os.Args[4])
	check(err)
	return &tls.Config{Certificates: []tls.Certificate{pair}}
}

func freePort() string {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	check(err)
	defer listener.Close()
	_, port, err := net.SplitHostPort(listener.Addr().String())
	check(err)
	return port
}

func tell(message *gelf.Message, problem error) {
	var line bytes.Buffer
	if problem == nil {
		problem = message.MarshalJSONBuf(&line)
	}
	if problem != nil {
		line.Reset()
		_ = json.NewEncoder(&line).Encode(map[string]string{"error": problem.Error()})
	}
	printing.Lock()
	defer printing.Unlock()
	fmt.Println(string(bytes.TrimSpace(line.Bytes())))
}

func listening() { fmt.Fprintln(os.Stderr, "listening") }

func check(err error) {
	if err != nil {
		fail(err)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "gelf-reader:", err)
	os.Exit(1)
}
