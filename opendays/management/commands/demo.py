from django.core.management import BaseCommand

from events.foundation import clock
from opendays.demo import loading, people


class Command(BaseCommand):
    help = "Fill an empty portal with the demo, and print its three sign-ins. A portal with data keeps what it has."

    def handle(self, **options):
        if not loading.is_loaded():
            self.stdout.write("Filling the demo portal from two sample notices ...")
            loading.load(clock.now())
        passwords = people.kept_passwords()
        self.stdout.write("\n  演示账号（工作人员入口 /desk/）")
        for username, role, name, unit in people.SIGN_INS:
            self.stdout.write(f"  {role.label}\t{username}\t{passwords[username]}\t{unit} {name}")
