// Reads GELF over UDP as the package graygelf does, and prints each message as JSON, one a line.
//
// usage: node main.js NODE_MODULES PORT
//
// It says "listening" on standard error when messages can come.
'use strict'

const path = require('path')
const [modules, port] = process.argv.slice(2)
const server = require(path.join(modules, 'graygelf', 'server'))()

server.on('message', message => console.log(JSON.stringify(message)))
server.on('error', error => console.log(JSON.stringify({ error: String(error) })))
server.listen(Number(port), '127.0.0.1')
server._udp.once('listening', () => console.error('listening'))
