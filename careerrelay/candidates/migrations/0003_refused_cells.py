from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("candidates", "0002_walls")]

    operations = [
        migrations.AddField("import", "headings", ArrayField(models.TextField(), default=list)),
        migrations.AddField("import", "columns", models.JSONField(default=dict)),
        migrations.AddField("importrefusal", "cells", ArrayField(models.TextField(), default=list)),
    ]
