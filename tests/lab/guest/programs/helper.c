/* A careless set-user-id program: runs what it is told to with its owner's effective rights. */
#include <unistd.h>

int main(int argc, char **argv)
{
    (void)NAME;
    if (argc < 2)
        return 2;
    execv(argv[1], argv + 1);
    return 127;
}
