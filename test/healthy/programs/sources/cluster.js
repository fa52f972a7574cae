// A cluster of Node: workers serve, start children, exit after fifty requests, and are replaced.
const cluster = require('node:cluster');
const {exec} = require('node:child_process');
const {createServer} = require('node:http');

if (cluster.isPrimary) {
  for (let worker = 0; worker < 3; worker++) cluster.fork();
  cluster.on('exit', () => cluster.fork());
} else {
  let served = 0;
  const server = createServer((_, response) => {
    served++;
    exec('ls | wc -l', (error, stdout) => {
      response.statusCode = error ? 500 : 200;
      response.end(stdout);
      if (served === 50) cluster.worker.disconnect();
    });
  });
  server.listen({path: process.argv[2]});
}
