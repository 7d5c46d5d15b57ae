/* A harmless stand-in for any program: says its name, sleeps a moment, and runs what it is told to.
   parcel [-w FILE] [PROGRAM ARGUMENT...]: with -w it first waits until FILE exists. */
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    int next = 1, status = 0;

    puts(NAME);
    fflush(stdout);
    usleep(200000);
    if (argc > 2 && strcmp(argv[1], "-w") == 0) {
        for (int i = 0; i < 300 && access(argv[2], F_OK) != 0; i++)
            usleep(100000);
        next = 3;
    }
    if (next >= argc)
        return 0;
    if (fork() == 0) {
        execv(argv[next], argv + next);
        _exit(127);
    }
    wait(&status);
    return WEXITSTATUS(status);
}
