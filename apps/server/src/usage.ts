/** What `--help` prints. */

/** The text, which ends with a line feed. */
export const USAGE = `Usage: redwing-server [port | file] [--directive value ...] [-]
       redwing-server -v | --version
       redwing-server -h | --help

  port                  listen on this port of the local machine (6969 without it)
  file                  read a configuration file, in the language of redis.conf
  --directive value     a line of configuration that follows those of the file
  -                     read configuration from standard input, too

Examples:
  redwing-server
  redwing-server 8080
  redwing-server --port 8080 --maxmemory 256mb
  redwing-server redwing.conf --loglevel verbose
  echo 'maxmemory 256mb' | redwing-server -

Every directive is described in docs/configuration.md of the repository, and shown by
CONFIG GET * of a running server.
`;
