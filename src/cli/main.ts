process.stdout.write('pom\n');
